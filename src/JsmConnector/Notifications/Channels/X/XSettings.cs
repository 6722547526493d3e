using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Notifications.Channels.X;

public sealed record XSettings
{
    [Required, RegularExpression("^[A-Za-z0-9]{10,100}$"), Description("API key (consumer key) of an app at developer.x.com that may read and write.")]
    public string? ApiKey { get; init; }

    [Required, Secret, Description("API key secret.")]
    public string? ApiSecret { get; init; }

    [Required, RegularExpression("^[0-9]{1,30}-[A-Za-z0-9]{10,100}$"), Description("Access token of the account that posts.")]
    public string? AccessToken { get; init; }

    [Required, Secret, Description("Access token secret.")]
    public string? AccessSecret { get; init; }

    [RegularExpression("^(yes|no)$"), Description("yes: posts end with the address of the status page. X takes about thirteen times the price for a post with an address. Usually no.")]
    public string? Address { get; init; }

    [RegularExpression("^[1-9][0-9]{0,2}$"), Description("Most posts about one incident, because each costs money: 1 to 999. Usually 20.")]
    public string? Most { get; init; }

    public int MostPosts => int.TryParse(Most, System.Globalization.CultureInfo.InvariantCulture, out var most) ? most : 20;
}

/// <summary>Section `X`.</summary>
public sealed record XOptions
{
    public const string Section = "X";

    [Required, Url]
    public string ApiUrl { get; set; } = "https://api.x.com";
}
