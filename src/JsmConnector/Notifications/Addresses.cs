using MimeKit;

namespace JsmConnector.Notifications;

/// <summary>Addresses of any shape in, one plain form out. Pure.</summary>
public static class Addresses
{
    public const int Most = 1_000;
    private static readonly char[] Separators = [',', ';', '\n', '\r'];

    /// <summary>The addresses that can be written to, each once.</summary>
    public static IReadOnlyList<string> Of(string? text) => [.. Split(text).Select(Plain).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];

    public static IReadOnlyList<string> Unusable(string? text) => [.. Split(text).Where(address => Plain(address) is null)];

    /// <summary>`Ada &lt;ada@example.com&gt;` is `ada@example.com`; what holds control characters, spaces or no domain is no address.</summary>
    private static string? Plain(string text) =>
        text.Length <= 320 && MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address is { } address
        && address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < address.Length - 1 && at == address.LastIndexOf('@') && address[(at + 1)..].Contains('.', StringComparison.Ordinal)
        && !address.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character == '/')
            ? address
            : null;

    private static IEnumerable<string> Split(string? text) =>
        (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
