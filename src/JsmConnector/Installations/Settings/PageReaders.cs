namespace JsmConnector.Installations.Settings;

/// <summary>Who may sign in to a page that is not public. Pure.</summary>
public static class PageReaders
{
    public const int Most = 1_000;

    /// <summary>One plain address, or null. Letters of other scripts are left out: two that look alike must not be taken for one another.</summary>
    public static string? Plain(string? text) =>
        text?.Trim() is { Length: > 3 and <= 320 } address && address.All(c => c is > ' ' and < '\x7f' and not ('"' or '<' or '>' or ',' or ';' or ':' or '(' or ')' or '[' or ']' or '\\' or '/'))
        && address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == address.LastIndexOf('@') && IsDomain(address[(at + 1)..]) ? address : null;

    /// <summary>A domain means the domain itself, none below it.</summary>
    public static bool Has(PageSettings page, string address) =>
        page.Access == "link" && page.Readers.Any(reader => reader.StartsWith('@')
            ? address.EndsWith(reader, StringComparison.OrdinalIgnoreCase)
            : address.Equals(reader, StringComparison.OrdinalIgnoreCase));

    public static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(PageSettings page, string at)
    {
        var readers = page.Readers ?? [];
        if (readers.Count > 0 && page.Access != "link")
            yield return ($"{at}.readers", "Readers are named, and the page is public.", "Set access to link, or leave them out.");
        if (readers.Count > Most)
            yield return ($"{at}.readers", "There are more than 1,000.", "Name whole domains, like @example.com.");
        foreach (var unusable in readers.Where(reader => reader?.StartsWith('@') == true ? !IsDomain(reader[1..]) : reader is null || Plain(reader) != reader))
            yield return ($"{at}.readers", $"'{unusable}' is no address and no domain.", "Write ada@example.com or @example.com.");
    }

    private static bool IsDomain(string domain) =>
        domain.Length <= 253 && domain.Split('.') is { Length: > 1 } parts && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
