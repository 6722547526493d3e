using JsmConnector.Platform.Languages;

namespace JsmConnector.Diagnostics;

/// <summary>What an administrator can do about a reason code. The codes are those of the log, and those of <see cref="LastError"/>.</summary>
public static class MendRefusal
{
    public static Sentence Of(string reason) => reason switch
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
        "permission_denied" or "visitor_not_allowed" => "Somebody asked for what their Jira permissions do not allow. Grant the permission in Jira if they should.",
        "api_token_revoked" or "api_token_expired" or "api_token_unknown" => "A program uses a token that does not work any more. Make a new one under API tokens.",
        "token_malformed" or "token_twice" or "wrong_algorithm" or "wrong_type" or "extension_unknown" or "issuer_missing" or "own_token" or "query_hash_missing" or "claims_missing" or "route_not_declared" =>
            "The call carried a token that Jira does not make. Nothing to do unless a program of yours does it.",
        "times_missing" or "life_too_long" => "The call carried a token without an end that counts. Nothing to do unless a program of yours does it.",
        "purpose_mismatch" => "A form was sent to another screen than it was made for. Nothing to do: load the page again.",
        "api_base_url_not_allowed" => "A Forge token names another gateway than the configured one. Ask the operator to compare Atlassian__ApiUrl with the address of Atlassian's gateway.",
        "client_key_mismatch" or "app_key_mismatch" or "product_not_jira" or "event_type_mismatch" => "A signed installation spoke of another site or app than the one that signed it. Nothing was changed.",
        "base_url_not_allowed" => "The site has an address that the app may not call. If it is yours, ask the operator to name its host in Atlassian__AllowedSiteHosts.",
        "shared_secret_invalid" or "client_key_invalid" or "body_malformed" => "An installation came without what it must hold. Try it again in Jira; if it stays, ask the operator whether the proxy passes bodies as they come.",
        "request_malformed" or "body_too_slow" or "body_encoding_not_taken" or "method_not_allowed" => "A call broke off on its way or was changed there. If it comes again, ask the operator whether the proxy passes bodies as they come.",
        "too_many_requests" => "Somebody asked too often. It passes by itself within minutes.",
        "not_signed_in" => "A form was sent after its session had ended. Load the page again.",
        LastError.Event => "The next edit of the ticket is compared as a whole, so little is lost. Give the reason to the operator if it comes again.",
        LastError.Delivery => "Mend what the reason names, then send it again, or skip it.",
        LastError.Uncertain => "Look at the destination whether it arrived, then send it again or skip it.",
        "token_missing" => "Somebody opened an address of the app without coming from Jira. Nothing to do.",
        _ => "Nothing was changed by it. If it comes again and again, give the code to the operator: it is in the log too.",
    };
}
