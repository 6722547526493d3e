using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Diagnostics;

/// <param name="Code">Stable, for programs.</param>
/// <param name="Mend">What to do; null when all is well.</param>
public sealed record Finding(string Code, Sentence Name, Tone Tone, Sentence What, Sentence? Mend = null);
