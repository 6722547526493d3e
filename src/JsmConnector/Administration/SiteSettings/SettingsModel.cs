using JsmConnector.Installations;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.SiteSettings;

public sealed record SettingsModel
{
    /// <summary>The version that the document on the screen is based on.</summary>
    public required int Version { get; init; }

    /// <summary>The document as JSON, secrets masked; what was typed when it was not saved.</summary>
    public required string Document { get; init; }

    /// <summary>What was typed and is not saved: its secrets go along sealed.</summary>
    public TypedDocument? Typed { get; init; }
    public required IReadOnlyList<SavedSettings> Versions { get; init; }

    /// <summary>Why the newest version cannot be read.</summary>
    public SettingsTrouble? Trouble { get; init; }
    public IReadOnlyList<(string Field, string Reason, string Mend)> Mistakes { get; init; } = [];

    /// <summary>What is valid and will never count.</summary>
    public IReadOnlyList<(string Field, string Reason, string Mend)> Warnings { get; init; } = [];

    /// <summary>What a version, or what was typed, changes.</summary>
    public ShownDifferences? Differences { get; init; }

    /// <summary>The frame of Forge lets no frame pass, so previews are not offered there.</summary>
    public bool CanPreview { get; init; }

    /// <summary>Built-in pages as the document on the screen would make them.</summary>
    public IReadOnlyList<ShownPreview> Previews { get; init; } = [];
    public Done? Done { get; init; }

    /// <summary>The version that somebody else saved meanwhile: what was typed goes on from there once it was compared with it.</summary>
    public int? Newer { get; init; }

    /// <summary>Account id of the reader.</summary>
    public string? Reader { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
}

/// <param name="Title">A key of the screens' words, with places for the parts.</param>
public sealed record ShownDifferences(string Title, IReadOnlyList<SettingsDifference> Rows, params object[] Parts);

/// <param name="Html">A whole document, for a frame that runs nothing.</param>
public sealed record ShownPreview(string Page, string Html);
