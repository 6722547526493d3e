namespace JsmConnector.Operators.Html;

/// <param name="Said">What just happened; null when nothing did.</param>
/// <param name="Wanted">Path of the page that was asked for; null when none was. The cookie is not sent when another site's link leads here.</param>
public sealed record SignInFirstModel(string? Said, string? Wanted = null);

public sealed record ConfirmSignInModel(string Token)
{
    // A record prints its members.
    public override string ToString() => nameof(ConfirmSignInModel);
}
