using System.Globalization;
using System.Text;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Audit;

/// <summary>`/admin/audit`: who changed what and when, with a filter, also as a file. For Jira administrators.</summary>
public static class AuditPage
{
    public const string Path = "/admin/audit";
    private const int MostShown = 100, MostInFile = 1_000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, ReadAudit read, PersonNames people, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var isFile = visit.Form["decision"] == "csv" && !ScreenAsJson.IsAsked(context.Request);
            var kind = AuditKinds.All.Select(known => known.Name).FirstOrDefault(name => name == visit.Form["kind"]) ?? "";
            var who = visit.Form["who"].ToString().Trim();
            var all = await read.ListAsync(visit.Site.Id, kind, Day(visit.Form["from"]), Day(visit.Form["until"])?.AddDays(1), isFile || who.Length > 0 ? MostInFile : MostShown + 1, cancellationToken);
            var names = await people.OfAsync(visit.Site.Id, all.Select(entry => entry.Who), cancellationToken);
            var entries = all.Where(entry => who.Length == 0 || Is(entry.Who, who, names)).ToList();
            if (isFile)
                return File(context, entries, names);
            var page = new AuditModel
            {
                Entries = [.. entries.Take(MostShown)],
                IsCut = entries.Count > MostShown,
                Names = names,
                Kind = kind,
                Who = who,
                From = visit.Form["from"].ToString(),
                Until = visit.Form["until"].ToString(),
                CanDownload = !ScreenAsJson.IsAsked(context.Request),
                Reader = visit.Caller.AccountId,
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
            };
            return visit.Page<AuditContent, AuditModel>("Audit log", page);
        }, cancellationToken);

    private static bool Is(string? account, string who, IReadOnlyDictionary<string, string> names) =>
        account is not null && (account == who || (names.GetValueOrDefault(account)?.Contains(who, StringComparison.OrdinalIgnoreCase) ?? false));

    private static DateTimeOffset? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999
        ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null;

    private static IResult File(HttpContext context, IReadOnlyList<AuditEntry> entries, IReadOnlyDictionary<string, string> names)
    {
        var text = new StringBuilder("at,who,name,kind,what\r\n");
        foreach (var entry in entries)
            text.Append(CultureInfo.InvariantCulture, $"{entry.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'},{Cell(entry.Who)},{Cell(entry.Who is { } who ? names.GetValueOrDefault(who) : null)},{entry.Kind},{Cell(entry.What)}\r\n");
        context.Response.Headers.CacheControl = "no-store";
        return Results.File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(text.ToString())).ToArray(), "text/csv; charset=utf-8", "audit.csv");
    }

    /// <summary>A table program takes a cell that begins like a formula for one: a quote before it makes it text again.</summary>
    private static string Cell(string? text)
    {
        var said = text ?? "";
        if (said.Length > 0 && said[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            said = "'" + said;
        return $"\"{said.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
