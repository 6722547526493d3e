// Atlassian's own checker over one manifest, without the network. Prints one line for each error; 0 when there is none.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { ProcessorBuilder, ValidationTypes, ProductTriggerValidationProcessor } = require('@forge/manifest');
const file = path.resolve(process.argv[2]);
process.chdir(path.dirname(file));

const run = async (processor) => (await processor.process(file)) ?? {};
const results = [
  await run(ProcessorBuilder.instance().withValidation(ValidationTypes.FULL).build()),
  await run(new ProductTriggerValidationProcessor()),
];
const errors = results.flatMap((result) => result.errors ?? []).filter((error) => error.level !== 'warning');
for (const error of errors) console.log(`${error.line ?? 0}: ${error.message}`);
process.exitCode = errors.length ? 1 : 0;
