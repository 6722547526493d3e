namespace JsmConnector.Deliveries;

/// <summary>
/// Asked when a delivery failed for good, or waits for a destination that only a person can mend: what is to be done instead? May be asked again about the
/// same delivery, and must then do nothing. In the delivery's scope, with no transaction open.
/// </summary>
public interface IDeliveryFailed
{
    Task AfterAsync(Delivery delivery, CancellationToken cancellationToken);
}
