namespace JsmConnector.Notifications.ReaderSignIn;

public static class ReaderSignInRegistration
{
    public static IServiceCollection AddReaderSignIn(this IServiceCollection services) => services
        .AddSingleton<SignInSeals>()
        .AddSingleton<SendSignInLinks>()
        .AddHostedService(provider => provider.GetRequiredService<SendSignInLinks>())
        .AddSingleton<IReaderSignIn, SignInReader>();
}
