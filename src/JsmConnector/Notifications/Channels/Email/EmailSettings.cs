using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.Email;

public sealed record EmailSettings
{
    [Required, Description("Addresses of the readers, separated by commas, semicolons or lines; each gets a message of their own. At most 1,000.")]
    public string? To { get; init; }
}

/// <summary>Section `Smtp`. Without a host e-mail is off and says so.</summary>
public sealed record SmtpOptions
{
    public const string Section = "Smtp";

    public string? Host { get; set; }

    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>Like `Acme status &lt;status@example.com&gt;`.</summary>
    public string? From { get; set; }

    /// <summary>`auto`, `starttls`, `tls` or `none`.</summary>
    [RegularExpression("^(auto|starttls|tls|none)$")]
    public string Security { get; set; } = "auto";

    /// <summary>`whsec_` and 24 to 64 bytes in base64: with it, bounces are told at `/receipts/mail`. Left out: nobody is believed there.</summary>
    [RegularExpression("^whsec_[A-Za-z0-9+/]{32,86}={0,2}$")]
    public string? BounceSecret { get; set; }
}
