using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Platform.Secrets;

public static class ResealColumn
{
    /// <summary>Seals a column of some rows under the current key. Each value is replaced only where it is still the one that was read.</summary>
    /// <param name="boundTo">What the values were sealed for: the same for all of these rows.</param>
    public static async Task<Resealed> ResealAsync<T>(this IQueryable<T> rows, Expression<Func<T, byte[]?>> column, string boundTo, SecretBox secrets, CancellationToken cancellationToken)
    {
        var result = Resealed.Nothing;
        foreach (var held in await rows.Select(column).Where(box => box != null).ToListAsync(cancellationToken))
        {
            var box = secrets.Reseal(held!, boundTo);
            if (box is null)
                result += new Resealed(0, 1);
            else if (!ReferenceEquals(box, held))
                result += new Resealed(await rows.Where(StillHolds(column, held!)).ExecuteUpdateAsync(set => set.SetProperty(column, box), cancellationToken), 0);
        }
        return result;
    }

    private static Expression<Func<T, bool>> StillHolds<T>(Expression<Func<T, byte[]?>> column, byte[] held) =>
        Expression.Lambda<Func<T, bool>>(Expression.Equal(column.Body, Expression.Constant(held, typeof(byte[]))), column.Parameters);
}
