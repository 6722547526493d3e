namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>What goes wrong with the next calls to <see cref="FakeJira"/>.</summary>
public enum JiraFault
{
    Unavailable,

    /// <summary>429 with `Retry-After: 7`.</summary>
    RateLimited,
    Forbidden,

    /// <summary>The connection breaks and nothing was done.</summary>
    DropBefore,

    /// <summary>The call is carried out and the answer is lost.</summary>
    DropAfter,
}
