using System.Globalization;
using System.Text;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Audit;

/// <summary>`/admin/audit`: who changed what and when, with a filter, also as a file. For Jira administrators.</summary>
public static class AuditPage
{
    public const string Path = "/admin/audit";
    private const int MostShown = 100, MostInFile = 1_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, ShowAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, ReadAudit read, PersonNames people, SessionTokens sessions, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var form = HttpMethods.IsPost(context.Request.Method) ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
                var isFile = form["decision"] == "csv" && !ScreenAsJson.IsAsked(context.Request);
                var kind = AuditKinds.All.Select(known => known.Name).FirstOrDefault(name => name == form["kind"]) ?? "";
                var who = form["who"].ToString().Trim();
                var all = await read.ListAsync(site.Id, kind, Day(form["from"]), Day(form["until"])?.AddDays(1), isFile || who.Length > 0 ? MostInFile : MostShown + 1, cancellationToken);
                var names = await people.OfAsync(site.Id, all.Select(entry => entry.Who), cancellationToken);
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
                    From = form["from"].ToString(),
                    Until = form["until"].ToString(),
                    CanDownload = !ScreenAsJson.IsAsked(context.Request),
                    Reader = caller.AccountId,
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                };
                return new FramedPage<AuditContent, AuditModel>(
                    new PageShell { Title = "Audit log", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors() }, page);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }

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
