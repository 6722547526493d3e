using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.StatusPages.Import;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>The whole history of a page that the settings have a key for, a hundred incidents at a time, within the budget of the key.</summary>
public sealed class StatuspageImportSource(StatuspageClient client, TimeProvider clock) : IImportSource
{
    private const int MostComponentPages = 20;

    public bool CanRead(string source, StatusPageSettings? page) => page?.Provider == "statuspage";

    public async Task<Imported> ReadAsync(string source, StatusPageSettings? page, int portion, CancellationToken cancellationToken)
    {
        var (access, problem) = StatuspageAccess.Of(page!);
        if (access is null)
            return new Imported.Never(problem!);
        var groups = new List<ImportedGroup>();
        for (var part = 1; portion == 1 && part <= MostComponentPages; part++)
        {
            if (await client.ListComponentsAsync(access, part, cancellationToken) is var components && components is not StatuspageAnswer.Ok listed)
                return Judge(components, access);
            groups.AddRange(ReadStatuspagePast.Groups(listed.Body));
            if (listed.Body.GetArrayLength() < StatuspageClient.PageSize)
                break;
        }
        if (await client.ListAsync(access, portion, cancellationToken) is var answer && answer is not StatuspageAnswer.Ok ok)
            return Judge(answer, access);
        var isLast = ok.Body.ValueKind != System.Text.Json.JsonValueKind.Array || ok.Body.GetArrayLength() < StatuspageClient.PageSize;
        return new Imported.Portion(groups, ReadStatuspagePast.Incidents(ok.Body), isLast, null);
    }

    private Imported Judge(StatuspageAnswer answer, StatuspageAccess access) => JudgeStatuspageAnswer.Failure(answer, access, null, clock.GetUtcNow()) switch
    {
        DeliveryOutcome.Later(var why, var at) => new Imported.Later(why, at),
        DeliveryOutcome.Never(var why) => new Imported.Never(why),
        var other => new Imported.Later(other.ToString(), null),
    };
}
