using JsmConnector.Installations;

namespace JsmConnector.Tests.Installations;

public sealed class LifecycleOrderTests
{
    private static readonly DateTimeOffset Changed = new(2026, 11, 26, 12, 0, 0, 700, TimeSpan.Zero);

    [Theory]
    [InlineData(InstallationState.Enabled)]
    [InlineData(InstallationState.Disabled)]
    [InlineData(InstallationState.Uninstalled)]
    public void What_Jira_sent_later_counts_and_what_it_sent_before_does_not(InstallationState told)
    {
        Assert.True(LifecycleOrder.Counts(told, Changed.AddSeconds(1), InstallationState.Enabled, Changed));
        Assert.False(LifecycleOrder.Counts(told, Changed.AddSeconds(-1), InstallationState.Disabled, Changed));
    }

    [Theory]
    [InlineData(InstallationState.Enabled, InstallationState.Disabled, true)]
    [InlineData(InstallationState.Enabled, InstallationState.Uninstalled, true)]
    [InlineData(InstallationState.Disabled, InstallationState.Enabled, false)]
    [InlineData(InstallationState.Uninstalled, InstallationState.Enabled, false)]
    [InlineData(InstallationState.Uninstalled, InstallationState.Disabled, true)]
    public void Within_a_second_being_there_wins(InstallationState told, InstallationState known, bool counts) =>
        Assert.Equal(counts, LifecycleOrder.Counts(told, new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero), known, Changed));
}
