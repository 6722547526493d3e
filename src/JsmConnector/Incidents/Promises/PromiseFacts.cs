namespace JsmConnector.Incidents.Promises;

/// <summary>What the timeline keeps of a promise that nobody kept yet. Internal.</summary>
public static class PromiseFacts
{
    public static TimelineFact Reached(Incident incident, HeldPromise promise, PromiseStep step, DateTimeOffset now) => new()
    {
        Key = $"promise/{incident.Id.Value:N}/{promise.Audience}/{promise.DueAt.ToUnixTimeSeconds()}/{step}",
        At = now,
        Kind = step == PromiseStep.Reminded ? "reminder" : "promise",
        Text = Text(promise.DueAt, step, incident.CommunicationLead is not null),
        Visibility = Visibility.Internal,
        Evidence = $"promise/{promise.Audience}/{promise.DueAt.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}",
        AsOf = now,
    };

    private static string Text(DateTimeOffset dueAt, PromiseStep step, bool isLed)
    {
        var promised = $"The update promised for {PublicWords.Time(dueAt)}";
        return step switch
        {
            PromiseStep.Reminded => $"{promised} is due soon. {(isLed ? "The communication lead was reminded." : "Nobody leads the communication.")}",
            PromiseStep.Due => $"{promised} is due now, and only a person may write it.",
            _ => $"{promised} did not come. Escalated to the {Who(step)}.",
        };
    }

    public static string Who(PromiseStep step) => step switch
    {
        PromiseStep.Reminded or PromiseStep.Due => "communication lead",
        PromiseStep.Commander => "incident commander and their deputy",
        PromiseStep.Manager => "manager",
        _ => "executive",
    };
}
