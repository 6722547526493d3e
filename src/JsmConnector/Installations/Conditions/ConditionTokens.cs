using System.Buffers;

namespace JsmConnector.Installations.Conditions;

/// <param name="Column">From 1.</param>
/// <param name="IsQuoted">A quoted word is a value, never a keyword or a sign.</param>
internal sealed record ConditionToken(string Text, int Column, bool IsQuoted)
{
    public bool Is(string keyword) => !IsQuoted && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}

internal static class ConditionTokens
{
    private const string Signs = "()=,~";
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n()=,~!\"");

    /// <returns>Null, and the column of a quote that is never closed.</returns>
    public static (IReadOnlyList<ConditionToken>? Tokens, int Column) Of(string text)
    {
        var tokens = new List<ConditionToken>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var length = text[at] switch
            {
                '"' => text.IndexOf('"', at + 1) is > 0 and var end ? end - at + 1 : 0,
                '!' when at + 1 < text.Length && text[at + 1] == '=' => 2,
                var sign when Signs.Contains(sign, StringComparison.Ordinal) => 1,
                _ => Math.Max(1, text.AsSpan(at).IndexOfAny(Ends) is >= 0 and var word ? word : text.Length - at),
            };
            if (length == 0)
                return (null, at + 1);
            var isQuoted = text[at] == '"';
            tokens.Add(new ConditionToken(isQuoted ? text[(at + 1)..(at + length - 1)] : text[at..(at + length)], at + 1, isQuoted));
            at += length;
        }
        return (tokens, 0);
    }
}
