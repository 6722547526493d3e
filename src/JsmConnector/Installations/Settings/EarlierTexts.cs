namespace JsmConnector.Installations.Settings;

/// <summary>Keeps beside each text of a site what stood in its place before: should the new one fail in an incident, the last that works speaks. Pure.</summary>
public static class EarlierTexts
{
    public const int Most = 3;

    public static InstallationSettings Keep(InstallationSettings wanted, InstallationSettings held) =>
        wanted with { Words = wanted.Words with { Templates = [.. wanted.Words.Templates.Select(text => text with { Before = Of(text, held.Words.Templates.FirstOrDefault(other => IsSame(other, text))) })] } };

    private static IReadOnlyList<string>? Of(TextOfTheSite text, TextOfTheSite? held) => held is null ? null
        : held.Text == text.Text ? held.Before
        : [.. (held.Before ?? []).Prepend(held.Text).Where(before => before != text.Text).Take(Most)];

    private static bool IsSame(TextOfTheSite one, TextOfTheSite other) =>
        (one.Class, one.Audience, one.About, one.Channel, one.Language) == (other.Class, other.Audience, other.About, other.Channel, other.Language);
}
