namespace JsmConnector.Diagnostics;

public static class DiagnosticsRegistration
{
    public static IServiceCollection AddDiagnostics(this IServiceCollection services) => services.AddScoped<LoadDiagnostics>();
}
