using System.Text;

namespace JsmConnector.Notifications.Counting;

/// <summary>
/// How a text message is counted (3GPP TS 23.038): 160 characters of the GSM alphabet, 153 in each part of several; one other character turns all of it
/// into UCS-2, with 70 and 67. Pure.
/// </summary>
public static class SmsText
{
    private const string Basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private const string Escaped = "^{}\\[~]|€\f";

    /// <summary>The marks of good typography, each of which would make the whole message dearer.</summary>
    private static readonly Dictionary<char, string> Plain = new()
    {
        ['“'] = "\"",
        ['”'] = "\"",
        ['„'] = "\"",
        ['‘'] = "'",
        ['’'] = "'",
        ['‚'] = "'",
        ['–'] = "-",
        ['—'] = "-",
        ['…'] = "...",
        ['\u00a0'] = " ",
        ['\u202f'] = " ",
        ['·'] = "-",
        ['\u200b'] = "",
    };

    public static string Normalise(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormC))
            plain.Append(Plain.GetValueOrDefault(character) ?? character.ToString());
        return plain.ToString();
    }

    public static bool IsGsm(string text) => text.All(character => Basic.Contains(character, StringComparison.Ordinal) || Escaped.Contains(character, StringComparison.Ordinal));

    public static int Segments(string text)
    {
        if (text.Length == 0)
            return 0;
        var (units, alone, joined) = IsGsm(text) ? (text.Sum(character => Escaped.Contains(character, StringComparison.Ordinal) ? 2 : 1), 160, 153) : (text.Length, 70, 67);
        return units <= alone ? 1 : (units + joined - 1) / joined;
    }
}
