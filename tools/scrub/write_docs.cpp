// Prints what the build derives from the table of options: the manual page or the shell completion.
#include <iostream>
#include <string_view>

#include "lists.hpp"

int main(int argc, char** argv) {
    std::string_view const what = argc == 2 ? argv[1] : "";
    if (what == "man") std::cout << scrub::command::manual_page();
    else if (what == "completion") std::cout << scrub::command::bash_completion();
    else return 64;
    return std::cout.flush().good() ? 0 : 1;
}
