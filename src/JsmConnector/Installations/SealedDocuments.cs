using System.Text.Json;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Installations;

/// <summary>A settings document as somebody typed it into a form.</summary>
/// <param name="Sealed">What stands behind the stand-ins in it, for a hidden field; null when there are none.</param>
public sealed record TypedDocument(HiddenSecrets Hidden, string? Sealed)
{
    /// <summary>As it may be shown.</summary>
    public string Text => Hidden.Text;

    /// <summary>Something in it was hidden by guessing.</summary>
    public bool IsGuessed => !Hidden.IsRead && Sealed is not null;

    /// <summary>With its secrets. What is said of it names none: it is read as it is shown.</summary>
    public SettingsRead Read() => SettingsRead.Typed(Text) switch
    {
        SettingsRead.Understood(var settings) => new SettingsRead.Understood(SettingsSecrets.Fill(settings, Hidden.Kept)),
        var other => other,
    };

    // A record prints its members.
    public override string ToString() => "TypedDocument";
}

/// <summary>Settings documents in forms: what is secret in one goes back to no browser as it was typed, but beside it, sealed as every secret of a form is.</summary>
public sealed class SealedDocuments(SealedFields fields, IEnumerable<ISettingsCheck> checks)
{
    public const string Field = "document";

    public TypedDocument Read(InstallationId site, string? account, IFormCollection form, string name = Field)
    {
        var kept = fields.Before(site, account, form, name) is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : [];
        var hidden = HideSecrets.In(form[name].ToString(), kept, (kind, secret) => checks.Any(check => check.TakesSecret(kind, secret)));
        return new TypedDocument(hidden, hidden.Kept.Count == 0 ? null : fields.Seal(site, account, name, JsonSerializer.Serialize(hidden.Kept)));
    }
}
