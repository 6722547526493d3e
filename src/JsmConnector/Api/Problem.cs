namespace JsmConnector.Api;

/// <summary>RFC 9457 problem documents that name the field, the reason and the mend.</summary>
public static class Problem
{
    public static IResult Invalid(string field, string reason, string mend) => Of(StatusCodes.Status400BadRequest, "invalid", field, reason, mend);

    public static IResult NotFound(string field, string reason, string mend) => Of(StatusCodes.Status404NotFound, "not-found", field, reason, mend);

    public static IResult Forbidden(string reason, string mend) => Of(StatusCodes.Status403Forbidden, "forbidden", null, reason, mend);

    public static IResult Conflict(int status, string field, string reason, string mend) => Of(status, "conflict", field, reason, mend);

    public static IResult Unavailable(string reason, string mend) => Of(StatusCodes.Status503ServiceUnavailable, "unavailable", null, reason, mend);

    /// <summary>Several fields at once: nothing is saved, every mistake is named.</summary>
    public static IResult Invalid(IReadOnlyList<(string Field, string Reason, string Mend)> mistakes) =>
        Results.Problem(
            title: "The request was not understood", statusCode: StatusCodes.Status400BadRequest, type: "urn:jsmconnector:problem:invalid",
            detail: string.Join(" ", mistakes.Select(m => $"{m.Field}: {m.Reason}")),
            extensions: new Dictionary<string, object?> { ["errors"] = mistakes.Select(m => new { field = m.Field, reason = m.Reason, mend = m.Mend }) });

    private static IResult Of(int status, string type, string? field, string reason, string mend) =>
        Results.Problem(
            title: reason, statusCode: status, type: $"urn:jsmconnector:problem:{type}", detail: mend,
            extensions: new Dictionary<string, object?> { ["field"] = field, ["reason"] = reason, ["mend"] = mend });
}
