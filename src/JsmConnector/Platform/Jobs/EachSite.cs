using JsmConnector.Platform.Database;

namespace JsmConnector.Platform.Jobs;

/// <summary>For jobs that go from site to site: one that fails does not keep the others from their turn.</summary>
public static class EachSite
{
    /// <param name="failed">Writes down what went wrong; the job's next run tries the site again.</param>
    public static async Task RunAsync(
        IEnumerable<InstallationId> sites, Func<InstallationId, CancellationToken, Task> act, Action<Exception, InstallationId> failed, CancellationToken cancellationToken)
    {
        foreach (var site in sites)
        {
            try
            {
                await act(site, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failed(exception, site);
            }
        }
    }
}
