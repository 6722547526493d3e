namespace JsmConnector.Incidents.Promises;

/// <param name="MayHold">The policy lets the app speak by itself: see <see cref="HoldingPolicy"/>.</param>
public sealed record PromiseState(DateTimeOffset MadeAt, DateTimeOffset DueAt, PromiseStep Step, bool MayHold);

/// <param name="Reached">The step to tell about; null when nothing new was reached.</param>
/// <param name="Hold">Publish a holding post, which makes a new promise.</param>
/// <param name="LookAt">When to look again; null when the ladder ends.</param>
public sealed record PromiseDecision(PromiseStep? Reached, bool Hold, DateTimeOffset? LookAt);

/// <summary>
/// What becomes of a promise as its time comes nearer and passes. Pure. After a downtime only the highest step is told, or one holding post said:
/// people who come back to a fire do not need its history in messages.
/// </summary>
public static class PromiseLadder
{
    /// <summary>Before the time; half of it when less was promised.</summary>
    public static readonly TimeSpan RemindBefore = TimeSpan.FromMinutes(10);

    private static readonly (PromiseStep Step, TimeSpan After)[] Late =
    [
        (PromiseStep.Due, TimeSpan.Zero),
        (PromiseStep.Commander, TimeSpan.FromMinutes(5)),
        (PromiseStep.Manager, TimeSpan.FromMinutes(15)),
        (PromiseStep.Executive, TimeSpan.FromMinutes(30)),
    ];

    public static PromiseDecision Decide(PromiseState promise, DateTimeOffset now)
    {
        var steps = Steps(promise.MadeAt, promise.DueAt);
        var reached = steps.LastOrDefault(step => step.At <= now).Step;
        if (reached >= PromiseStep.Due && promise.MayHold)
            return new PromiseDecision(null, true, null);
        var highest = reached > promise.Step ? reached : promise.Step;
        var next = steps.Where(step => step.Step > highest).Select(step => (DateTimeOffset?)step.At).FirstOrDefault();
        return new PromiseDecision(reached > promise.Step ? reached : null, false, next);
    }

    /// <summary>When a fresh promise wants its first look.</summary>
    public static DateTimeOffset FirstLook(DateTimeOffset madeAt, DateTimeOffset dueAt)
    {
        var half = madeAt + ((dueAt - madeAt) / 2);
        return dueAt - RemindBefore > half ? dueAt - RemindBefore : half;
    }

    private static IEnumerable<(PromiseStep Step, DateTimeOffset At)> Steps(DateTimeOffset madeAt, DateTimeOffset dueAt) =>
        [(PromiseStep.Reminded, FirstLook(madeAt, dueAt)), .. Late.Select(late => (late.Step, dueAt + late.After))];
}
