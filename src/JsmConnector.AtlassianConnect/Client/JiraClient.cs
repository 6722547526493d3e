using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>The calls to one site that this app makes, as the app's own account.</summary>
public sealed partial class JiraClient
{
    public const string ClientName = "jira";

    private readonly HttpClient http;
    private readonly IReadOnlyList<JiraCredentials> credentials;
    private readonly Action<JiraCredentials>? refused;
    private readonly string appKey;
    private readonly TimeProvider clock;
    private readonly IJiraLimits limits;

    /// <summary>The first of the credentials that Jira has not refused yet.</summary>
    private int best;

    public JiraClient(
        HttpClient http, IReadOnlyList<JiraCredentials> credentials, string appKey, TimeProvider clock, IJiraLimits? limits = null, Action<JiraCredentials>? refused = null) =>
        (this.http, this.credentials, this.appKey, this.clock, this.limits, this.refused) = (http, credentials, appKey, clock, limits ?? new UnsharedLimits(), refused);

    /// <summary>True while work that can wait should, because little of the site's quota is left.</summary>
    public bool ShouldSpareQuota => limits.Last(JiraCall.Background)?.Until > clock.GetUtcNow();

    public Task<JiraResult<JiraServerInfo>> GetServerInfoAsync(CancellationToken cancellationToken) =>
        GetAsync<JiraServerInfo>("/rest/api/3/serverInfo", cancellationToken);

    /// <summary>The account the app acts as: its own edits come back as webhooks.</summary>
    public Task<JiraResult<JiraAccount>> GetMyselfAsync(CancellationToken cancellationToken) =>
        GetAsync<JiraAccount>("/rest/api/3/myself", cancellationToken);

    /// <summary>Who an account is. Needs the site's permission to browse users; without it Jira answers 403.</summary>
    public Task<JiraResult<JiraAccount>> GetUserAsync(string accountId, CancellationToken cancellationToken) =>
        GetAsync<JiraAccount>($"/rest/api/3/user?accountId={Uri.EscapeDataString(accountId)}", cancellationToken);

    /// <summary>People of the site whose name or address begins like the words; no apps, no customers of a portal, nobody who is gone.</summary>
    public async Task<JiraResult<IReadOnlyList<JiraAccount>>> FindUsersAsync(string words, CancellationToken cancellationToken) =>
        (await GetAsync<JsonElement>($"/rest/api/3/user/search?query={Uri.EscapeDataString(words)}&maxResults=50", cancellationToken)).Select<IReadOnlyList<JiraAccount>>(list => list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(JiraJson.Read<JiraAccount>).OfType<JiraAccount>().Where(person => person is { AccountId.Length: > 0, DisplayName.Length: > 0, IsActive: not false, AccountType: null or "atlassian" })]
            : []);

    /// <param name="idOrKey">Prefer the numeric id: a moved issue answers with its new key.</param>
    /// <param name="fields">Ids, or `*all`; empty means all.</param>
    public Task<JiraResult<JsonElement>> GetIssueAsync(string idOrKey, IReadOnlyCollection<string> fields, CancellationToken cancellationToken) =>
        GetAsync<JsonElement>(
            $"/rest/api/3/issue/{Uri.EscapeDataString(idOrKey)}{(fields.Count == 0 ? "" : $"?fields={Uri.EscapeDataString(string.Join(',', fields))}")}",
            cancellationToken);

    /// <summary>Whether the app may see the project at all: tells an issue that is gone from one that is hidden with its project.</summary>
    public Task<JiraResult<JsonElement>> GetProjectAsync(string idOrKey, CancellationToken cancellationToken) =>
        GetAsync<JsonElement>($"/rest/api/3/project/{Uri.EscapeDataString(idOrKey)}", cancellationToken);

    public Task<JiraResult<RemoteLinkId>> UpsertRemoteLinkAsync(string issueId, RemoteLink link, CancellationToken cancellationToken) =>
        PostAsync<RemoteLinkId>($"/rest/api/3/issue/{Uri.EscapeDataString(issueId)}/remotelink", link, cancellationToken);

    /// <summary>What another account may do. A context token is no permission; this is.</summary>
    public Task<JiraResult<PermissionGrants>> CheckPermissionsAsync(PermissionQuestion question, CancellationToken cancellationToken) =>
        PostAsync<PermissionGrants>("/rest/api/3/permissions/check", question, cancellationToken);

    private Task<JiraResult<T>> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    private Task<JiraResult<T>> PostAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Post, path, body, cancellationToken);

    private Task<JiraResult<T>> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken) =>
        SendAsync<T>(method, path, body, false, cancellationToken);

    /// <param name="isEmptyFine">Jira says yes without a body.</param>
    private async Task<JiraResult<T>> SendAsync<T>(HttpMethod method, string path, object? body, bool isEmptyFine, CancellationToken cancellationToken)
    {
        var call = JiraCall.Of(method, path);
        if (Held(call) is { } held)
        {
            return new JiraResult<T>.RateLimited(held.Until - clock.GetUtcNow(), held.Reason);
        }

        try
        {
            // A call that was answered 401 was not carried out: it may be made again.
            for (var used = best; ; used++)
            {
                using var request = Request(method, path, body, credentials[used]);
                using var response = await http.SendAsync(request, cancellationToken);
                if (response.StatusCode == HttpStatusCode.Unauthorized)
                {
                    refused?.Invoke(credentials[used]);
                    if (used + 1 < credentials.Count)
                    {
                        best = used + 1;
                        continue;
                    }
                }

                return response.StatusCode == HttpStatusCode.TooManyRequests
                    ? await RestAsync<T>(call, response, cancellationToken)
                    : isEmptyFine && response.IsSuccessStatusCode ? new JiraResult<T>.Ok(default!)
                    : await ReadAsync<T>(response, cancellationToken);
            }
        }
        catch (HttpRequestException fault)
        {
            return new JiraResult<T>.Unreachable(fault.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new JiraResult<T>.Unreachable("no answer in time");
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, object? body, JiraCredentials credential)
    {
        var request = new HttpRequestMessage(method, new Uri(credential.BaseUrl.ToString().TrimEnd('/') + path));
        request.Options.Set(JiraRequestSigner.Credentials, credential);
        request.Headers.Accept.ParseAdd("application/json");
        // Service desk calls in preview answer 412 without it; the platform ignores it.
        request.Headers.Add("X-ExperimentalApi", "opt-in");
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType());
            // Comes back in X-Atlassian-Webhook-Trace of the webhook this write causes.
            request.Headers.Add("X-Atlassian-Webhook-Trace", appKey);
        }

        return request;
    }
}
