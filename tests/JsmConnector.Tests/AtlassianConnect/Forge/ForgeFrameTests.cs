using System.Text.RegularExpressions;
using JsmConnector.Platform.Html;

namespace JsmConnector.Tests.AtlassianConnect.Forge;

/// <summary>The frame of Forge's screens lets known elements pass and drops the others with all they hold: what our screens are made of must be known to it.</summary>
public sealed partial class ForgeFrameTests
{
    private static readonly HashSet<string> Passing = [.. Quoted().Matches(Between(RepositoryFiles.Read("descriptor/forge/static/forge.js"), "const elements", "split")).SelectMany(part => part.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Parts of the page that the server sends and the frame has of its own, and Blazor's own word.</summary>
    private static readonly string[] NotContent = ["html", "head", "meta", "title", "link", "script", "body", "text"];

    /// <summary>Charts are dropped with all they hold: the numbers stand in a table below each.</summary>
    private static readonly string[] Pictures = ["svg", "g", "rect", "line"];

    /// <summary>A preview of a whole page needs a frame in the frame; its button is not offered there.</summary>
    private static readonly string[] Frames = ["iframe"];

    [Fact]
    public void Everything_that_a_document_of_people_can_hold_passes() => Assert.Empty(SafeMarkdown.Elements.Except(Passing));

    [Fact]
    public void Everything_that_screens_are_made_of_passes()
    {
        var screens = new[] { "IssuePanel", "PortalHeader", "Administration", "Diagnostics", "Postmortems", "Platform/Html" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src", "JsmConnector", folder), "*.razor", SearchOption.AllDirectories)).ToList();

        var used = screens.SelectMany(file => Opening().Matches(Code().Replace(File.ReadAllText(file), "")).Select(tag => tag.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);

        Assert.InRange(used.Count, 20, 200);
        Assert.Empty(used.Except(NotContent).Except(Pictures).Except(Frames).Except(Passing));
    }

    [Fact]
    public void Nothing_that_acts_by_itself_passes() => Assert.Empty(Passing.Intersect(["script", "style", "iframe", "object", "embed", "link", "meta", "base", "img", "svg", "math"]));

    private static string Between(string text, string from, string to)
    {
        var begin = text.IndexOf(from, StringComparison.Ordinal);
        return text[begin..text.IndexOf(to, begin, StringComparison.Ordinal)];
    }

    [GeneratedRegex("'(?<words>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("<(?<name>[a-z][a-z0-9]*)[ >/\r\n]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Opening();

    [GeneratedRegex("^@code.*", RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Code();
}
