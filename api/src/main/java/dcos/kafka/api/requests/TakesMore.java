package dcos.kafka.api.requests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The call takes any parameter that begins so, beside those that its method names. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface TakesMore {

  /** What the names begin with. */
  String prefix();
}
