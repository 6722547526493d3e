using JsmConnector.Tests.AtlassianConnect;

namespace JsmConnector.Tests.Architecture;

public sealed class FileSizesTests
{
    private const int MostLines = 300;
    private static readonly string[] Written = [".cs", ".razor", ".css", ".js", ".scriban"];

    [Fact]
    public void No_file_is_longer_than_three_hundred_lines() => Assert.Equal([], Violations(Path.Combine(RepositoryFiles.Root, "src")));

    [Fact]
    public void The_rule_sees_the_sources() => Assert.InRange(Files(Path.Combine(RepositoryFiles.Root, "src")).Count(), 200, 5000);

    [Fact]
    public void A_planted_long_file_is_found_and_a_migration_is_not()
    {
        var folder = Directory.CreateTempSubdirectory("planted");
        try
        {
            foreach (var (path, lines) in new[] { ("Long.cs", 301), ("Page.razor", 301), ("Fits.cs", 300), ("notes.txt", 900), ("Migrations/Initial.cs", 900), ("obj/Generated.cs", 900) })
            {
                var file = Path.Combine(folder.FullName, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllLines(file, Enumerable.Repeat("//", lines));
            }

            Assert.Equal(
                ["Long.cs has 301 lines. Nobody keeps more than 300 in mind: find the second thing it does.", "Page.razor has 301 lines. Nobody keeps more than 300 in mind: find the second thing it does."],
                Violations(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<string> Violations(string folder) =>
        [.. Files(folder).Select(file => (Path: Path.GetRelativePath(folder, file), Lines: File.ReadLines(file).Count())).Where(file => file.Lines > MostLines)
            .Select(file => $"{file.Path} has {file.Lines} lines. Nobody keeps more than {MostLines} in mind: find the second thing it does.").Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Written.Contains(Path.GetExtension(file)) && !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "Migrations" or "obj" or "bin"));
}
