using System.Text.Json;
using JsmConnector.Postmortems.Rendering;

namespace JsmConnector.Postmortems.Versions;

/// <summary>What the facts said last, part by part: kept beside the documents, so that a conflict is never lost and needs no row of its own.</summary>
public sealed record MachineWords(IReadOnlyDictionary<string, string> Internal, IReadOnlyDictionary<string, string> External)
{
    public static MachineWords None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());

    // PostgreSQL's jsonb takes no U+0000, however it is written.
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web).Replace("\\u0000", "", StringComparison.Ordinal);

    /// <summary>What an older version of the app left and nobody can read counts as nothing.</summary>
    public static MachineWords Parse(string? json)
    {
        if (json is null)
            return None;
        try
        {
            var read = JsonSerializer.Deserialize<MachineWords>(json, JsonSerializerOptions.Web);
            return read is { Internal: not null, External: not null } ? read : None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    public IReadOnlyDictionary<string, string> Of(TemplateAudience audience) => audience == TemplateAudience.Internal ? Internal : External;
}

/// <summary>Two texts for one place: people changed it, and the facts changed too.</summary>
public sealed record OpenConflict(TemplateAudience Document, string Region, string Theirs, string Fresh);

/// <summary>Pure: how a stored text stands to the newest facts.</summary>
/// <param name="Internal">The text with the machine's own parts renewed.</param>
public sealed record Renewal(string Internal, string External, IReadOnlyList<OpenConflict> Conflicts)
{
    public static Renewal Of(string inside, string outside, MachineWords words)
    {
        var (first, second) = (LivingDocument.Refresh(inside, words.Internal), LivingDocument.Refresh(outside, words.External));
        return new Renewal(first.Markdown, second.Markdown,
        [
            .. first.Conflicts.Select(conflict => new OpenConflict(TemplateAudience.Internal, conflict.Name, conflict.Theirs, conflict.Fresh)),
            .. second.Conflicts.Select(conflict => new OpenConflict(TemplateAudience.External, conflict.Name, conflict.Theirs, conflict.Fresh)),
        ]);
    }
}
