using System.ComponentModel;
using System.Text.Json.Serialization;

namespace JsmConnector.Installations.Settings;

/// <summary>One way out of the house: a Slack channel, a webhook. What its kind needs stands in <see cref="Options"/> and <see cref="Secrets"/>.</summary>
public sealed record ChannelSettings
{
    [Description("Your name for the channel: 1 to 40 lower-case letters, digits and hyphens.")]
    public required string Id { get; init; }

    [Description("bluesky, email, jira, jira-mail, mastodon, push, slack, slack-webhook, sms, teams, webhook or x.")]
    public required string Kind { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Id of the channel that tells its readers instead when a message on this one fails for good. Left out: nobody.")]
    public string? Fallback { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("What the kind needs and everybody may read.")]
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>Encrypted at rest, come back as `***`.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("What the kind needs and nobody may read: addresses that are keys, tokens. Write-only; comes back as ***, which on a PUT means unchanged.")]
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }
}

/// <summary>What a document must also fulfil, asked of features above: only they know their kinds of channels.</summary>
public interface ISettingsCheck
{
    IEnumerable<(string Field, string Reason, string Mend)> Mistakes(InstallationSettings settings);

    /// <summary>Whether this kind of channel has a secret of this name.</summary>
    bool TakesSecret(string kind, string name) => false;
}
