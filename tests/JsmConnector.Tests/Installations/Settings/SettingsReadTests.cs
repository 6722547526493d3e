using JsmConnector.Installations.Settings;

namespace JsmConnector.Tests.Installations.Settings;

public sealed class SettingsReadTests
{
    [Fact]
    public void A_document_from_before_formats_were_numbered_is_brought_forward()
    {
        var read = Assert.IsType<SettingsRead.Understood>(SettingsRead.Of("""{"postmortems":{"delay":"02:00:00"}}"""));

        Assert.Equal((SettingsFormat.Current, TimeSpan.FromHours(2)), (read.Settings.Format, read.Settings.Postmortems.Delay));
        Assert.Equal("main", Assert.Single(read.Settings.StatusPages).Id);
    }

    [Theory]
    [InlineData("""{"format":99}""", "format", "knows formats up to")]
    [InlineData("""{"format":"new"}""", "format", "no number")]
    [InlineData("""{"statusPages":[{"id":null,"provider":"builtin"}]}""", "statusPages[0].id", "missing")]
    [InlineData("""{"statusPages":[{"id":"main","provider":"builtin"},null]}""", "statusPages[1]", "null")]
    [InlineData("""{"statusPages":[{"id":"main","provider":"builtin","page":{"groups":[{"name":"A","components":[null]}]}}]}""", "statusPages[0].page.groups[0].components[0]", "null")]
    [InlineData("""{"postmortems":{"delay":"soon"}}""", "postmortems.delay", "another kind")]
    [InlineData("""{"statusPages":{}}""", "statusPages", "another kind")]
    [InlineData("""{"statusPages":[{"id":7,"provider":"builtin"}]}""", "statusPages[0].id", "another kind")]
    [InlineData("""{"a":1,"a":2}""", "$", "no JSON")]
    [InlineData("""{"statusPages":[""", "$", "line 1")]
    [InlineData("[]", "$", "no JSON object")]
    [InlineData("null", "$", "no JSON object")]
    [InlineData("", "$", "no JSON")]
    [InlineData("""{"statusPages":[{"id":"a\u0000b","provider":"builtin"}]}""", "$", "character")]
    [InlineData("""{"statusPages":[{"id":"a\ud800b","provider":"builtin"}]}""", "$", "character")]
    public void What_cannot_be_read_is_named_by_its_path(string json, string field, string reason)
    {
        var refused = Assert.IsType<SettingsRead.NotUnderstood>(SettingsRead.Of(json));

        Assert.Equal(field, refused.Field);
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
        Assert.NotEqual("", refused.Mend);
    }

    [Fact]
    public void A_member_that_is_null_is_taken_as_left_out() => Assert.Equal(
        [StatusPageSettings.BuiltIn], Assert.IsType<SettingsRead.Understood>(SettingsRead.Of("""{"statusPages":null,"postmortems":null}""")).Settings.StatusPages);

    [Theory]
    [InlineData("""{"statusPages":[{"id":"main","provider":"builtin","pge":{"title":"Acme"}}]}""", "statusPages[0].pge", "Did you mean page?")]
    [InlineData("""{"statusPages":[{"id":"main","provider":"builtin","page":{"branding":{"linkColor":"#0055cc"}}}]}""", "statusPages[0].page.branding.linkColor", "Did you mean linkColour?")]
    [InlineData("""{"rules":{"severities":[]}}""", "rules.severities", "Did you mean severity?")]
    [InlineData("""{"rules":{"incidents":[{"whenever":"a"}]}}""", "rules.incidents[0].whenever", "use one of name, projects")]
    [InlineData("""{"colour":1}""", "colour", "use one of format, statusPages")]
    public void A_name_that_nothing_reads_is_refused_when_somebody_types_it(string json, string field, string mend)
    {
        var refused = Assert.IsType<SettingsRead.NotUnderstood>(SettingsRead.Typed(json));

        Assert.Equal(field, refused.Field);
        Assert.Contains(mend, refused.Mend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"$schema":"https://app.example.com/schemas/settings.json","format":1}""")]
    [InlineData("""{"STATUSPAGES":[{"Id":"main","provider":"builtin"}],"rules":{"stages":{"any name":"monitoring"}},"channels":[{"id":"a","kind":"jira","options":{"anything":"b"}}]}""")]
    public void Names_of_the_sites_own_and_the_schema_are_no_mistake(string json) => Assert.IsType<SettingsRead.Understood>(SettingsRead.Typed(json));

    [Fact]
    public void Every_document_that_is_given_out_can_be_given_back() => Assert.IsType<SettingsRead.Understood>(
        SettingsRead.Typed(System.Text.Json.JsonSerializer.Serialize(InstallationSettings.Default, SettingsJson.Options)));

    [Fact]
    public void A_stored_member_that_nobody_knows_is_no_obstacle() => Assert.IsType<SettingsRead.Understood>(SettingsRead.Of("""{"inventedLater":{"deep":[1]}}"""));
}
