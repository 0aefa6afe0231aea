package dcos.kafka.api.requests;

import dcos.kafka.api.errors.Problem;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what changes something when it has a parameter that the call doesn't have, or one twice.
 * A misspelled {@code dryRun} must not restart a broker, nor a topic be made without the setting
 * that somebody meant, nor chance decide between {@code cmd=continue} and {@code cmd=interrupt}.
 * What only reads passes over them, since browsers and proxies add some.
 */
public final class UnknownParameters implements ContainerRequestFilter {

  @Context private @Nullable ResourceInfo called;

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = called == null ? null : called.getResourceMethod();
    if (method == null || !changes(method, request.getMethod())) {
      return;
    }
    List<String> known = names(method).toList();
    Optional<String> prefix =
        Optional.ofNullable(method.getAnnotation(TakesMore.class)).map(TakesMore::prefix);
    MultivaluedMap<String, String> given = request.getUriInfo().getQueryParameters();
    given.keySet().stream()
        .filter(name -> !known.contains(name) && prefix.filter(name::startsWith).isEmpty())
        .findFirst()
        .ifPresent(
            unknown -> {
              throw Problem.badRequest(sentence(unknown, known, prefix));
            });
    given.entrySet().stream()
        .filter(each -> each.getValue().size() > 1 && !repeatable(method, each.getKey()))
        .findFirst()
        .ifPresent(
            twice -> {
              throw Problem.badRequest(
                  "Nothing was done: the parameter \"%s\" is there more than once; say which of its values is meant."
                      .formatted(Shown.of(twice.getKey())));
            });
  }

  private static boolean repeatable(Method method, String name) {
    return Stream.of(method.getParameters())
        .anyMatch(
            parameter ->
                List.class.isAssignableFrom(parameter.getType())
                    && names(parameter).anyMatch(name::equals));
  }

  /** Those with GET that change something share their parameters with others. */
  private static boolean changes(Method method, String verb) {
    return !List.of("GET", "HEAD", "OPTIONS").contains(verb)
        || Stream.of(method.getParameters())
            .anyMatch(parameter -> parameter.isAnnotationPresent(BeanParam.class));
  }

  private static Stream<String> names(Method method) {
    return Stream.of(method.getParameters()).flatMap(UnknownParameters::names);
  }

  private static Stream<String> names(Parameter parameter) {
    Stream<? extends AnnotatedElement> places =
        parameter.isAnnotationPresent(BeanParam.class)
            ? Stream.of(parameter.getType().getDeclaredFields())
            : Stream.of(parameter);
    return places
        .map(place -> place.getAnnotation(QueryParam.class))
        .flatMap(Stream::ofNullable)
        .map(QueryParam::value);
  }

  private static String sentence(String unknown, List<String> known, Optional<String> prefix) {
    List<String> possible =
        Stream.concat(known.stream(), prefix.map(start -> start + "<name>").stream()).toList();
    return "Nothing was done: there is no parameter \"%s\" here; %s."
        .formatted(
            Shown.of(unknown),
            possible.isEmpty()
                ? "this call takes none"
                : "there are: " + String.join(", ", possible));
  }
}
