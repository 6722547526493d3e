// Atlassian's own checker over manifests, without the network. Prints one line of JSON for each file: its errors, none when there is none.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { ProcessorBuilder, ValidationTypes, ProductTriggerValidationProcessor } = require('@forge/manifest');

for (const file of process.argv.slice(2).map((name) => path.resolve(name))) {
  process.chdir(path.dirname(file));
  const run = async (processor) => (await processor.process(file)) ?? {};
  const results = [
    await run(ProcessorBuilder.instance().withValidation(ValidationTypes.FULL).build()),
    await run(new ProductTriggerValidationProcessor()),
  ];
  const errors = results.flatMap((result) => result.errors ?? []).filter((error) => error.level !== 'warning');
  console.log(JSON.stringify(errors.map((error) => `${error.line ?? 0}: ${error.message}`)));
}
