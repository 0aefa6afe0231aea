package dcos.kafka.local.resource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** How much of a resource: a scalar or ranges of whole numbers. */
sealed interface Amount {
  /** Mesos counts scalars in thousandths, so that sums of 0.1 come out even. */
  int DECIMALS = 3;

  static Amount of(Resource resource) {
    if (resource.getType() == Value.Type.SCALAR) {
      return new Scalar(
          BigDecimal.valueOf(resource.getScalar().getValue())
              .setScale(DECIMALS, RoundingMode.HALF_EVEN)
              .unscaledValue()
              .longValueExact());
    }
    BitSet numbers = new BitSet();
    for (Value.Range range : resource.getRanges().getRangeList()) {
      numbers.set(Math.toIntExact(range.getBegin()), Math.toIntExact(range.getEnd()) + 1);
    }
    return new Ranges(numbers);
  }

  Amount plus(Amount other);

  /** What is left of it; nothing becomes negative. */
  Amount minus(Amount other);

  boolean contains(Amount other);

  boolean isZero();

  void writeTo(Resource.Builder resource);

  /** As Mesos prints it: {@code 0.2}, {@code [9092-10092, 31000-32000]}. */
  String text();

  /** A scalar in thousandths. */
  record Scalar(long thousandths) implements Amount {
    @Override
    public Amount plus(Amount other) {
      return new Scalar(thousandths + scalar(other));
    }

    @Override
    public Amount minus(Amount other) {
      return new Scalar(Math.max(0, thousandths - scalar(other)));
    }

    @Override
    public boolean contains(Amount other) {
      return thousandths >= scalar(other);
    }

    @Override
    public boolean isZero() {
      return thousandths == 0;
    }

    @Override
    public void writeTo(Resource.Builder resource) {
      resource.setScalar(Value.Scalar.newBuilder().setValue(decimal().doubleValue()));
    }

    @Override
    public String text() {
      return decimal().stripTrailingZeros().toPlainString();
    }

    BigDecimal decimal() {
      return BigDecimal.valueOf(thousandths, DECIMALS);
    }

    private static long scalar(Amount amount) {
      return amount instanceof Scalar scalar ? scalar.thousandths : 0;
    }
  }

  /** A set of numbers, such as ports. Never changed after construction. */
  record Ranges(BitSet numbers) implements Amount {
    @Override
    public Amount plus(Amount other) {
      BitSet sum = (BitSet) numbers.clone();
      sum.or(numbersOf(other));
      return new Ranges(sum);
    }

    @Override
    public Amount minus(Amount other) {
      BitSet rest = (BitSet) numbers.clone();
      rest.andNot(numbersOf(other));
      return new Ranges(rest);
    }

    @Override
    public boolean contains(Amount other) {
      BitSet missing = (BitSet) numbersOf(other).clone();
      missing.andNot(numbers);
      return missing.isEmpty();
    }

    @Override
    public boolean isZero() {
      return numbers.isEmpty();
    }

    @Override
    public void writeTo(Resource.Builder resource) {
      Value.Ranges.Builder ranges = Value.Ranges.newBuilder();
      begins()
          .forEach(
              begin ->
                  ranges.addRange(
                      Value.Range.newBuilder()
                          .setBegin(begin)
                          .setEnd(numbers.nextClearBit(begin) - 1L)));
      resource.setRanges(ranges);
    }

    @Override
    public String text() {
      return begins()
          .mapToObj(begin -> begin + "-" + (numbers.nextClearBit(begin) - 1))
          .collect(Collectors.joining(", ", "[", "]"));
    }

    private IntStream begins() {
      return numbers.stream().filter(number -> number == 0 || !numbers.get(number - 1));
    }

    private static BitSet numbersOf(Amount amount) {
      return amount instanceof Ranges ranges ? ranges.numbers : new BitSet();
    }
  }
}
