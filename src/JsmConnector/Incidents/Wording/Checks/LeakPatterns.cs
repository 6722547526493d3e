using System.Text.RegularExpressions;

namespace JsmConnector.Incidents.Wording.Checks;

/// <summary>What betrays the inside of a house, by its form. Generous to ordinary words: who writes in a hurry should not argue with a program.</summary>
internal static partial class LeakPatterns
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"(?<![\w.])(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\w]|\.\d)", Options, 1000)]
    public static partial Regex Address4();

    [GeneratedRegex(@"(?<![\w:])([0-9a-f]{1,4}:){3,7}(:?[0-9a-f]{1,4})(?![\w:])|(?<![\w:])([0-9a-f]{1,4}:){1,6}:([0-9a-f]{1,4}(:[0-9a-f]{1,4})*)?(?![\w:])", Options | RegexOptions.IgnoreCase, 1000)]
    public static partial Regex Address6();

    /// <summary>Names that no resolver outside knows.</summary>
    [GeneratedRegex(@"\b[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9-]+)*\.(local|internal|intern|intra|lan|corp|localdomain|svc)\b|\blocalhost\b", Options | RegexOptions.IgnoreCase, 1000)]
    public static partial Regex PrivateHost();

    /// <summary>`mail-db-03`, `web01`, `prod-eu-k8s-2`: a part that names a machine, and a number.</summary>
    [GeneratedRegex(@"\b(?=[a-z0-9-]*\d)([a-z0-9]+-)*(db|sql|srv|server|web|app|api|node|host|prod|stg|k8s|vm|esx|redis|kafka|lb|proxy|cache|queue|pg|mx|dc)(-[a-z0-9]+)*-?\d+[a-z]?\b", Options, 1000)]
    public static partial Regex MachineName();

    [GeneratedRegex(@"\b[\w.+-]+@[\w-]+(\.[\w-]+)+\b", Options, 1000)]
    public static partial Regex MailAddress();

    [GeneratedRegex(@"(?<!\w)@[A-Za-z][\w.-]{2,}|\[~[^\]]+\]|\b\d{6}:[0-9a-f]{8}-[0-9a-f-]{20,}|\b[0-9a-f]{24}\b", Options, 1000)]
    public static partial Regex Mention();

    [GeneratedRegex(@"\b[A-Z][A-Z0-9_]{1,9}-\d{1,7}\b", Options, 1000)]
    public static partial Regex TicketKey();

    /// <summary>Written like a ticket's key, and none.</summary>
    [GeneratedRegex(@"^(UTF|ISO|SHA|AES|RSA|COVID|CVE|TLS|RFC|PCI|SOC|IPV|MP|USB|UTC|GMT|HTTP|EN|DIN|A|B|E|G)-", Options, 1000)]
    public static partial Regex NoTicketKey();

    [GeneratedRegex(@"\bCVE-\d{4}-\d{4,}\b", Options | RegexOptions.IgnoreCase, 1000)]
    public static partial Regex Vulnerability();

    [GeneratedRegex(@"-----BEGIN [A-Z ]+-----|\bxox[a-z]-[\w-]{8,}|\b(AKIA|ASIA)[0-9A-Z]{12,}|\bgh[pousr]_\w{20,}|\bwhsec_[\w+/=]{10,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}|\bBearer\s+[\w.~+/-]{12,}|\b(password|passwort|kennwort|secret|token|api[_-]?key)\s*[:=]\s*\S{4,}|://[^\s/:@]+:[^\s/@]+@", Options | RegexOptions.IgnoreCase, 1000)]
    public static partial Regex Secret();

    [GeneratedRegex(@"\b\w+(Exception|Error):|\bTraceback \(|^\s*at [\w.$<>]+\(|\b(NullPointer|StackOverflow|OutOfMemory|Segmentation fault)\w*|\b(ORA-\d{5}|ECONN\w+|ENO\w{3,}|HTTP 5\d\d)\b|/(var|etc|opt|usr|home)/\S+|[A-Z]:\\\S+", Options | RegexOptions.Multiline, 1000)]
    public static partial Regex MachineTalk();
}
