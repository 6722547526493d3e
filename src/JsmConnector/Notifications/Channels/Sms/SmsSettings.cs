using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.Sms;

public sealed record SmsSettings
{
    [Required, RegularExpression("^AC[0-9a-f]{32}$"), Description("Account SID of Twilio, AC and 32 characters.")]
    public string? Account { get; init; }

    [RegularExpression("^SK[0-9a-f]{32}$"), Description("SID of an API key, SK and 32 characters. Without it the secret is the account's auth token.")]
    public string? Key { get; init; }

    [Required, Secret, Description("Secret of the API key, or the account's auth token.")]
    public string? Secret { get; init; }

    [Secret, Description("The account's auth token, where the secret is that of an API key: with it receipts of the network are believed.")]
    public string? AuthToken { get; init; }

    /// <summary>Twilio signs receipts with the account's auth token, never with an API key.</summary>
    internal string? TokenOfAccount => AuthToken is { Length: > 0 } ? AuthToken : Key is { Length: > 0 } ? null : Secret;

    [Required, RegularExpression(@"^(\+[1-9][0-9]{6,14}|MG[0-9a-f]{32})$"), Description("Sender: a number like +14155550123, or the SID of a messaging service, MG and 32 characters.")]
    public string? From { get; init; }

    [Required, Description("Numbers of the readers with country code, separated by commas, semicolons or lines. Each message costs money. At most 500.")]
    public string? To { get; init; }
}

/// <summary>Section `Twilio`.</summary>
public sealed record TwilioOptions
{
    public const string Section = "Twilio";

    [Required, Url]
    public string ApiUrl { get; set; } = "https://api.twilio.com";
}
