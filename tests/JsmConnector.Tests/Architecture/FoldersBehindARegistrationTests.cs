namespace JsmConnector.Tests.Architecture;

public sealed class FoldersBehindARegistrationTests
{
    private const string Planted = "JsmConnector.Tests.Architecture.Planted";
    private static readonly Onlooker[] KnownExceptions =
    [
        new("JsmConnector.PublicStatus", "JsmConnector.StatusPages.Providers.Builtin", "PublicStatus is the reading half of the built-in page: it shows the tables that the provider writes."),
    ];
    private static readonly IReadOnlyList<Reference> App = Reference.In(typeof(Application).Assembly);
    private static readonly IReadOnlyList<Reference> Tests = Reference.In(typeof(FoldersBehindARegistrationTests).Assembly);

    [Fact]
    public void A_provider_is_named_by_its_registration_list_only() => Assert.Equal([], FoldersBehindARegistration.Violations(App, KnownExceptions));

    [Fact]
    public void No_exception_outlives_its_reason() =>
        Assert.All(KnownExceptions, exception => Assert.NotEqual(
            FoldersBehindARegistration.Violations(App, KnownExceptions), FoldersBehindARegistration.Violations(App, [.. KnownExceptions.Where(known => known != exception)])));

    [Fact]
    public void The_rule_sees_the_providers() => Assert.Contains(App, reference => reference is
    {
        From: "JsmConnector.StatusPages.StatusPagesRegistration", To: "JsmConnector.StatusPages.Providers.Builtin.BuiltinStatusPage",
    });

    [Fact]
    public void A_planted_onlooker_is_found_and_the_registration_list_is_not() =>
        Assert.StartsWith($"{Planted}.Mirrors.LooksIntoAProvider knows {Planted}.Mirrors.Providers.Glass.GlassMirror.", Assert.Single(Offenders([])), StringComparison.Ordinal);

    [Fact]
    public void An_exception_is_for_one_onlooker_and_one_folder()
    {
        Assert.Empty(Offenders([new Onlooker($"{Planted}.Mirrors", $"{Planted}.Mirrors.Providers.Glass", "planted")]));
        Assert.Single(Offenders([new Onlooker($"{Planted}.Mirrors", $"{Planted}.Mirrors.Providers.Steel", "planted")]));
        Assert.Single(Offenders([new Onlooker($"{Planted}.Mirr", $"{Planted}.Mirrors.Providers.Glass", "planted")]));
    }

    private static IEnumerable<string> Offenders(Onlooker[] exceptions) =>
        FoldersBehindARegistration.Violations(Tests.Where(reference => reference.From.StartsWith(Planted, StringComparison.Ordinal)), exceptions);
}
