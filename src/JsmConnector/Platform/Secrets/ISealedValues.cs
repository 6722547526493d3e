using JsmConnector.Platform.Database;

namespace JsmConnector.Platform.Secrets;

/// <summary>
/// Values of a feature that lie sealed in the database. Registered by the feature, so that they follow a rotation of the encryption key
/// (the job ResealSecrets); a test finds sealed columns that nobody registered.
/// </summary>
public interface ISealedValues
{
    /// <summary>`table.column` of everything that is sealed here.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// Seals the values of one installation under the current key where another key sealed them. Runs while the app works: a value that was
    /// replaced meanwhile must stay. Running it twice changes nothing the second time.
    /// </summary>
    /// <param name="database">Has entered the installation.</param>
    Task<Resealed> ResealAsync(InstallationId installation, JsmConnectorContext database, SecretBox secrets, CancellationToken cancellationToken);
}

/// <param name="Renewed">Rows that were written anew.</param>
/// <param name="Lost">Values that none of the configured keys opens.</param>
public sealed record Resealed(int Renewed, int Lost)
{
    public static Resealed Nothing { get; } = new(0, 0);

    public static Resealed operator +(Resealed left, Resealed right) => new(left.Renewed + right.Renewed, left.Lost + right.Lost);

    public static Resealed Add(Resealed left, Resealed right) => left + right;
}
