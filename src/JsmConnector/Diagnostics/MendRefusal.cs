namespace JsmConnector.Diagnostics;

/// <summary>What an administrator can do about a reason code. The codes are those of the log.</summary>
public static class MendRefusal
{
    public static string Of(string reason) => reason switch
    {
        "signature_invalid" => "The call was not signed with the secret that we hold. If events still arrive, a stranger is trying the door: nothing to do. If none arrives (after a site import or a failed update), ask the operator for the Forge app with Connect modules, or for a new secret of the signed webhook; do not uninstall a Connect app, because it cannot be installed anew.",
        "audience_mismatch" => "Jira knows the app under another address than it runs at. Compare the two audiences below, and ask the operator to set App__BaseUrl or to install from the current address.",
        "query_hash_mismatch" => "Something between Jira and the app changes addresses. Ask the operator to let the proxy pass path and query as they come.",
        "expired" or "issued_in_future" or "not_yet_valid" => "The clocks of Jira and the app differ, or a page was open for long. Load the page again; if it stays, ask the operator to synchronise the server's clock (NTP).",
        "signature_missing" or "signature_twice" or "signature_malformed" or "signature_method_refused" => "The webhook carries no signature that counts. Enter the secret in Jira's WebHooks screen, or make a new one on the site's page.",
        "forge_not_configured" => "Forge calls, and no Forge app is configured here. Ask the operator to set Atlassian__ForgeAppId and Atlassian__ForgeEnvironment.",
        "environment_mismatch" => "The Forge app was deployed to another environment than the configured one. Ask the operator to compare Atlassian__ForgeEnvironment with `forge install list`.",
        "module_mismatch" => "The installed manifest is older or newer than the app. Write it anew (forge-app), deploy, and accept it with forge install --upgrade.",
        "issuer_mismatch" => "A token of somebody else was sent here. Nothing to do unless a program of yours does it.",
        "key_unknown" or "key_id_invalid" => "The token was signed with a key that Atlassian does not publish. If it stays, ask the operator whether the app reaches Atlassian's key server.",
        "installation_not_joined" => "This Forge installation belongs to a site that is known through Connect. Ask the operator to say that both are one: installations join.",
        "body_too_large" => "An event was larger than the app takes. Nothing to do: the next edit of the ticket is compared as a whole.",
        "installation_unknown" => "The app holds no installation of this site. Install it: through Forge, or with a signed webhook.",
        "installation_disabled" => "Switch the app on under Apps → Manage apps.",
        "installation_uninstalled" => "The site has uninstalled the app. Install it again: through Forge, or with a signed webhook; everything it held comes back.",
        "context_token_not_allowed" => "A page's token was sent where only Jira itself may call. Nothing to do unless a program of yours does it.",
        "unavailable" => "The database or Atlassian's key server did not answer. Jira tries again; if it stays, ask the operator.",
        "replayed" => "Jira sent the same installation twice, or somebody repeats an old one. Nothing was changed.",
        "permission_denied" or "visitor_not_allowed" => "Somebody asked for what his Jira permissions do not allow. Grant the permission in Jira if he should.",
        "api_token_revoked" or "api_token_expired" or "api_token_unknown" => "A program uses a token that does not work any more. Make a new one under API tokens.",
        "token_missing" => "Somebody opened an address of the app without coming from Jira. Nothing to do.",
        _ => "Nothing was changed by it. If it comes again and again, give the code to the operator: it is in the log too.",
    };
}
