namespace JsmConnector.Tests.Architecture.Planted.Names;

public sealed class PlantedManager;

public sealed class PlantedManager<T>
{
    public T? Managed { get; set; }
}

public sealed class PlantedHelper;

public sealed class PlantedHelpers;

public sealed class PlantedService;

public sealed class PlantedUtils;

public sealed class PlantedImpl;

public sealed class ServiceHours;

public sealed class Servicing
{
    public sealed class InnerService;
}
