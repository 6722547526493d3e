using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents.Promises;

/// <summary>A promise reached a step of its ladder, told inside the transaction that notes it.</summary>
public sealed record PromiseReached(Incident Incident, HeldPromise Promise, PromiseStep Step, InstallationSettings Settings);

/// <summary>Asked of every reaction: who is to be told of this step, and where? Implementations do no I/O.</summary>
public interface IPromisePlanner
{
    IEnumerable<PlannedDelivery> Plan(PromiseReached reached);
}
