using System.Text.RegularExpressions;

namespace JsmConnector.Postmortems.Publishing;

/// <summary>Places that a template left to people. Readers outside must not meet one. Pure.</summary>
public static partial class UnfilledPrompts
{
    public static int CountIn(string markdown) => Prompt().Count(markdown);

    /// <summary>Templates ask like this, in every language that they come in.</summary>
    [GeneratedRegex(@"^> _(To be (written|completed)\b|Von (einem Menschen|einer Person)\b).*_\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Prompt();
}
