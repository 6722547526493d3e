using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Facts;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Mentions;

/// <summary>Who worked on an incident's ticket, as the facts of its postmortem tell.</summary>
public sealed class PeopleOfIncident(JsmConnectorContext database)
{
    private sealed record Part(IReadOnlyList<Responder>? Responders);

    /// <returns>Those who can be mentioned, in the order in which they came.</returns>
    public async Task<IReadOnlyList<Responder>> AskAsync(IncidentId incident, CancellationToken cancellationToken)
    {
        var facts = await database.Set<Postmortem>().Where(p => p.IncidentId == incident).Select(p => p.Facts).FirstOrDefaultAsync(cancellationToken);
        try
        {
            return facts is null ? [] : [.. (JsonSerializer.Deserialize<Part>(facts, JsonSerializerOptions.Web)?.Responders ?? []).Where(person => person is { Account.Length: > 0, Name.Length: > 0 })];
        }
        catch (JsonException)
        {
            // Written by an older version of the app in another form.
            return [];
        }
    }
}
