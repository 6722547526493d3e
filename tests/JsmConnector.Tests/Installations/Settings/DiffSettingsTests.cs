using JsmConnector.Installations.Settings;

namespace JsmConnector.Tests.Installations.Settings;

public sealed class DiffSettingsTests
{
    private static readonly StatusPageSettings Remote = new() { Id = "sp", Provider = "statuspage", PageId = "abc", ApiKey = "secret-one" };

    [Fact]
    public void A_document_does_not_differ_from_itself() => Assert.Empty(Between([Remote], [Remote]));

    [Fact]
    public void A_change_is_named_by_the_id_of_what_it_touches() =>
        Assert.Equal([new SettingsDifference("statusPages[sp].pageId", "\"abc\"", "\"xyz\"")], Between([StatusPageSettings.BuiltIn, Remote], [StatusPageSettings.BuiltIn, Remote with { PageId = "xyz" }]));

    [Fact]
    public void Another_secret_shows_as_another_one_and_no_more() =>
        Assert.Equal([new SettingsDifference("statusPages[sp].apiKey", "\"***\"", "\"*** (another one)\"")], Between([Remote], [Remote with { ApiKey = "secret-two" }]));

    [Fact]
    public void Another_order_is_a_difference() =>
        Assert.Equal([new SettingsDifference("statusPages (order)", """["main","sp"]""", """["sp","main"]""")], Between([StatusPageSettings.BuiltIn, Remote], [Remote, StatusPageSettings.BuiltIn]));

    [Fact]
    public void What_came_and_what_went_is_shown_whole()
    {
        Assert.Equal(("statusPages[sp]", null), Between([StatusPageSettings.BuiltIn], [StatusPageSettings.BuiltIn, Remote]).Select(row => (row.Path, row.Before)).Single());
        Assert.DoesNotContain("secret", Between([StatusPageSettings.BuiltIn], [Remote])[1].After, StringComparison.Ordinal);
    }

    private static IReadOnlyList<SettingsDifference> Between(StatusPageSettings[] before, StatusPageSettings[] after) =>
        DiffSettings.Between(new InstallationSettings { StatusPages = before }, new InstallationSettings { StatusPages = after });
}
