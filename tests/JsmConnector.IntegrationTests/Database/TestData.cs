namespace JsmConnector.IntegrationTests.Database;

internal static class TestData
{
    /// <summary>Stable, so that the next run adopts the server of a run that was killed, and initialises no cluster again.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.Name == "artifacts")
                return Path.Combine(folder.FullName, "test-data");
        }
        return Path.Combine(Path.GetTempPath(), "jsmconnector-test-data");
    }
}
