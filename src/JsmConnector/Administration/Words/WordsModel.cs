using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;

namespace JsmConnector.Administration.Words;

/// <summary>Which text is on the screen.</summary>
/// <param name="Channel">Kind of channel; empty for all.</param>
public sealed record TextChoice(string Class, string Audience, string About, string Channel, string Language)
{
    public bool Is(TextOfTheSite text) =>
        text.Class == Class && text.Audience == Audience && text.About == About && (text.Channel ?? "") == Channel && text.Language == Language;
}

public sealed record WordsModel
{
    public required TextChoice Choice { get; init; }

    /// <summary>As it stands in the field: what was typed, else what counts.</summary>
    public string Text { get; init; } = "";

    /// <summary>The name of the text that counts now: the site's own, or a built-in one that is inherited.</summary>
    public string? InForce { get; init; }

    /// <summary>The site has written this very one.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Settings version that the screen is based on.</summary>
    public int Version { get; init; }

    /// <summary>With what the required ones are.</summary>
    public IReadOnlyList<ShownVariable> Variables { get; init; } = [];
    public IReadOnlyList<ShownPreview> Previews { get; init; } = [];
    public bool IsAnswered { get; init; } = true;
    public IReadOnlyList<string> Audiences { get; init; } = [];
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Channels of the site that a test can go to.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<TextOfTheSite> Own { get; init; } = [];

    /// <summary>Where the text is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>What readers of this stage must learn and the text never says.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
    public Done? Done { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
}

public sealed record ShownVariable(string Name, string Meaning, bool IsRequired);

public sealed record ShownPreview(string Kind, NoticePreview Preview);
