using JsmConnector.Incidents.Wording.Checks;
using JsmConnector.Platform.Html;
using JsmConnector.Postmortems.Actions;
using JsmConnector.Postmortems.Publishing;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Versions;

namespace JsmConnector.Postmortems.Screen;

/// <summary>What the postmortem screen shows.</summary>
public abstract record PostmortemModel
{
    private PostmortemModel() { }

    /// <summary>What the last press of a button did.</summary>
    public Said? Said { get; init; }

    /// <summary>Of people that the screen speaks of, by account id.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    public string NameOf(string account) => Names.GetValueOrDefault(account, account);

    /// <summary>For reading alone: no buttons.</summary>
    /// <param name="progress">Null when the incident gets none, or none yet.</param>
    public static PostmortemModel Of(string issueKey, PostmortemProgress? progress) => progress?.Document is { } document
        ? new Written(null, document, progress.DueAt)
        : new NotYet(null, issueKey, progress?.DueAt, progress?.Problem);

    /// <param name="Form">Null where nothing can be pressed.</param>
    public sealed record Written(PostmortemForm? Form, PostmortemDocument Document, DateTimeOffset? RefreshAt) : PostmortemModel
    {
        /// <summary>Where the documents stand outside, or could.</summary>
        public IReadOnlyList<PublicationLine> Publications { get; init; } = [];

        public IReadOnlyList<ActionView> Actions { get; init; } = [];

        /// <summary>In the account for customers, while it can still be changed.</summary>
        public IReadOnlyList<Finding> Findings { get; init; } = [];

        /// <summary>An action that could not be taken, to be mended.</summary>
        public NewAction? KeptAction { get; init; }

        public bool AccountIsOut => Publications.Any(line => line is { Document: TemplateAudience.External, State: PublicationState.Published });
    }

    /// <param name="Internal">What the person has before them, saved or not.</param>
    /// <param name="Clash">What somebody else saved since the person began; null usually.</param>
    /// <param name="ShowPreview">Both texts as readers will see them.</param>
    public sealed record Editing(PostmortemForm Form, string Internal, string External, string? Note, VersionDiff? Clash, bool ShowPreview) : PostmortemModel
    {
        /// <summary>In the account for customers.</summary>
        public IReadOnlyList<Finding> Findings { get; init; } = [];

        /// <summary>Names of those who can be mentioned.</summary>
        public IReadOnlyList<string> People { get; init; } = [];
    }

    public sealed record History(PostmortemForm Form, IReadOnlyList<VersionLine> Versions, VersionDiff? Diff) : PostmortemModel;

    /// <param name="Form">Null where nothing can be pressed.</param>
    /// <param name="DueAt">When it will be; null when no time is set.</param>
    /// <param name="Problem">Why it is late.</param>
    public sealed record NotYet(PostmortemForm? Form, string IssueKey, DateTimeOffset? DueAt, string? Problem) : PostmortemModel;

    /// <param name="Title">What is the case.</param>
    /// <param name="Mend">What the reader can do.</param>
    public sealed record Refused(string Title, string Mend) : PostmortemModel;
}

/// <summary>What every button of the screen sends along.</summary>
/// <param name="Version">The one the person has before them.</param>
/// <param name="SessionToken">Our own short-lived token.</param>
public sealed record PostmortemForm(string IssueKey, int Version, string SessionToken, string ActionPath, bool CanEdit)
{
    /// <summary>The bridge of Forge knows screens only, no files.</summary>
    public bool MayDownload { get; init; } = true;
}

public sealed record Said(Tone Tone, string Text);
