namespace JsmConnector.AtlassianConnect.Lifecycle;

public enum LifecycleEvent
{
    Installed,
    Uninstalled,
    Enabled,
    Disabled,
}
