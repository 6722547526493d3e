using System.Text.RegularExpressions;

namespace JsmConnector.Notifications.Channels.Sms;

/// <summary>Numbers of any shape in, E.164 out. A number without its country is none: guessing would wake a stranger. Pure.</summary>
public static partial class PhoneNumbers
{
    public const int Most = 500;
    private static readonly char[] Separators = [',', ';', '\n', '\r'];

    public static IReadOnlyList<string> Of(string? text) => [.. Split(text).Select(Plain).OfType<string>().Distinct(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Unusable(string? text) => [.. Split(text).Where(number => Plain(number) is null)];

    private static string? Plain(string text)
    {
        var number = Ornaments().Replace(text.Replace("(0)", "", StringComparison.Ordinal), "");
        if (number.StartsWith("00", StringComparison.Ordinal))
            number = $"+{number[2..]}";
        return International().IsMatch(number) ? number : null;
    }

    private static IEnumerable<string> Split(string? text) =>
        (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"[\s().\-/\u00a0\u2010-\u2015]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ornaments();

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex International();
}
