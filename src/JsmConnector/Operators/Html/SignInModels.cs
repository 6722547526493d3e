namespace JsmConnector.Operators.Html;

/// <param name="Said">What just happened; null when nothing did.</param>
public sealed record SignInFirstModel(string? Said);

public sealed record ConfirmSignInModel(string Token)
{
    // A record prints its members.
    public override string ToString() => nameof(ConfirmSignInModel);
}
