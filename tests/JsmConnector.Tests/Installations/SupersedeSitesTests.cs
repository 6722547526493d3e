using JsmConnector.Installations;
using JsmConnector.Platform.Database;

namespace JsmConnector.Tests.Installations;

public sealed class SupersedeSitesTests
{
    [Fact]
    public void The_name_of_a_replaced_site_fits_however_often_it_is_replaced()
    {
        var id = new InstallationId(Guid.NewGuid());
        var name = new string('a', 60);

        var retired = SupersedeSites.Retired(SupersedeSites.Retired(name, new InstallationId(Guid.NewGuid())), id);

        Assert.Equal(100, retired.Length);
        Assert.EndsWith($"-{id.Value:N}", retired, StringComparison.Ordinal);
        Assert.Equal($"acme-{id.Value:N}", SupersedeSites.Retired("acme", id));
    }
}
