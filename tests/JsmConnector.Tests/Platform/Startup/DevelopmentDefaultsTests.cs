using JsmConnector.Platform.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace JsmConnector.Tests.Platform.Startup;

public sealed class DevelopmentDefaultsTests
{
    [Theory]
    [InlineData(null, "data")]
    [InlineData("elsewhere", "elsewhere")]
    public void All_that_a_start_leaves_behind_lies_in_one_folder_beside_the_solution(string? wanted, string folder)
    {
        var root = Directory.CreateTempSubdirectory("defaults").FullName;
        File.WriteAllText(Path.Combine(root, "JsmConnector.sln"), "");
        using var configuration = new ConfigurationManager();
        configuration["App:DataFolder"] = wanted;

        DevelopmentDefaults.Apply(configuration, DevelopmentDefaults.DataFolder(configuration, new Started(Path.Combine(root, "src", "JsmConnector"))), "http://127.0.0.1:5080");

        Assert.Equal(Path.Combine(root, folder), configuration["App:DataFolder"]);
        Assert.True(File.Exists(Path.Combine(root, folder, "encryption.key")));
        Directory.Delete(root, recursive: true);
    }

    private sealed class Started(string contentRoot) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Development;
        public string ApplicationName { get; set; } = "JsmConnector";
        public string ContentRootPath { get; set; } = contentRoot;
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
