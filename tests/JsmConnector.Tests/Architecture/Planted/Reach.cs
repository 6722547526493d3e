using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace JsmConnector.Tests.Architecture.Planted.AtlassianConnect;

public sealed class ReachesForTheApp
{
    public DbContext? Database { get; set; }

    public static object Connect() => new NpgsqlConnection();

    public static string Title(JsmConnector.Incidents.Incident incident) => incident.PublicTitle;
}
