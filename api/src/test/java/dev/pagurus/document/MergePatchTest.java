package dev.pagurus.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON Merge Patch, RFC 7396. */
class MergePatchTest {

  /** Appendix A, as far as both target and patch are objects, and the example of section 3. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{'a':'b'}             | {'a':'c'}                     | {'a':'c'}",
        "{'a':'b'}             | {'b':'c'}                     | {'a':'b','b':'c'}",
        "{'a':'b'}             | {'a':null}                    | {}",
        "{'a':'b','b':'c'}     | {'a':null}                    | {'b':'c'}",
        "{'a':['b']}           | {'a':'c'}                     | {'a':'c'}",
        "{'a':'c'}             | {'a':['b']}                   | {'a':['b']}",
        "{'a':{'b':'c'}}       | {'a':{'b':'d','c':null}}      | {'a':{'b':'d'}}",
        "{'a':[{'b':'c'}]}     | {'a':[1]}                     | {'a':[1]}",
        "{'e':null}            | {'a':1}                       | {'a':1,'e':null}",
        "{}                    | {'a':{'bb':{'ccc':null}}}     | {'a':{'bb':{}}}",
        "{'title':'Goodbye!','author':{'givenName':'John','familyName':'Doe'},"
            + "'tags':['example','sample'],'content':'This will be unchanged'}"
            + "| {'title':'Hello!','phoneNumber':'+01-123-456-7890','author':{'familyName':null},"
            + "'tags':['example']}"
            + "| {'author':{'givenName':'John'},'content':'This will be unchanged',"
            + "'phoneNumber':'+01-123-456-7890','tags':['example'],'title':'Hello!'}",
        // Beyond the RFC's own: nulls in arrays stay, and a patch goes through what is no object.
        "{'a':1}               | {'a':[null,{'b':null}]}       | {'a':[null,{'b':null}]}",
        "{'a':[1]}             | {'a':{'b':{'c':1,'d':null}}}  | {'a':{'b':{'c':1}}}",
        "{'a':{'b':1}}         | {'a':{}}                      | {'a':{'b':1}}",
        "{'':1}                | {'':null,'a.b':2}             | {'a.b':2}"
      })
  void examplesOfTheRfc(String target, String patch, String result) {
    Body patched = MergePatch.apply(body(target), body(patch));
    assertEquals(result.replace('\'', '"'), patched.toString());
  }

  private static Body body(String quoted) {
    return Body.parse(quoted.replace('\'', '"'));
  }
}
