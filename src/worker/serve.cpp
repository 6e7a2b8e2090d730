// The life of a worker process.
#include "worker/serve.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>

#include "core/job.hpp"
#include "ipc/channel.hpp"

namespace scrub::worker {
namespace {

using engine::Bytes;
using engine::Needles;
using wire::Answer;
using wire::Mode;
using wire::Request;

constexpr auto kForever = ipc::Clock::time_point::max();

// After the sandbox has closed, write(2) is all that is left.
bool write_all(int file, Bytes bytes) {
    while (!bytes.empty()) {
        ssize_t const written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

Answer failure(Reason reason, char const* message) {
    Answer answer;
    answer.reason = reason;
    answer.message = message;
    return answer;
}

/// A file of the job; a failed write is remembered, and the job fails at its end.
class FileDrain final : public engine::Drain {
public:
    explicit FileDrain(int file) : file_(file) {}
    void take(Bytes bytes) override {
        if (error_ == 0 && !write_all(file_, bytes)) error_ = errno;
    }
    bool is_good() const { return error_ == 0; }
    /// Why not.
    Answer failure_answer() const {
        if (error_ == EFBIG) return failure(Reason::over_budget, "output too large");
        return failure(Reason::io_error, "there is no memory for the output");
    }

private:
    int file_;
    int error_ = 0;
};

class NoDrain final : public engine::Drain {
public:
    void take(Bytes) override {}
};

// What a signal handler can reach is global by nature: the answer of a worker whose time is up, made before it started.
struct LastWords {
    int socket = -1;
    std::vector<std::uint8_t> frame;
    volatile sig_atomic_t is_answering = 0;
};
LastWords last_words;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void time_is_up(int) {
    // An answer that is on its way is left alone; the hard limit ends it if need be.
    if (last_words.is_answering != 0) return;
    last_words.is_answering = 1;
    write_all(last_words.socket, last_words.frame);
    ::_exit(0);
}

/// One document, from the request to the answer. The process ends with it.
class Worker {
public:
    Worker(Setup const& setup, Sandbox const& sandbox, ipc::Fd socket) : setup_(setup), sandbox_(sandbox), socket_(std::move(socket)) {}

    void run() {
        if (!introduce() || !receive()) return;
        isolation_ = sandbox_.close(request_.options, input_.size());
        prepare_last_words();
        answer(work_within_memory());
    }

private:
    // The host gets hold of this process before the process gets hold of a document.
    bool introduce() const {
        ipc::Fd const pidfd(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)));
        std::uint8_t const one_byte[] = {0};
        int const descriptors[] = {pidfd.number()};
        return pidfd && ipc::send_all(socket_.number(), one_byte, descriptors);
    }

    bool receive() {
        auto received = ipc::receive_frame(socket_.number(), wire::kMaxRequestBytes, ipc::kMaxDescriptors, kForever);
        if (received.arrival != ipc::Arrival::complete) return false;
        auto request = wire::decode_request(received.bytes);
        if (!request) return false;
        request_ = std::move(*request);
        auto files = std::span(received.descriptors);
        auto const next = [&] {
            if (files.empty()) return ipc::Fd();
            auto file = std::move(files.front());
            files = files.subspan(1);
            return file;
        };
        if (request_.mode == Mode::probe) return true;
        if (!map(next(), input_)) return false;
        if (request_.mode == Mode::scrub) {
            output_ = next();
            values_ = next();
            return output_ && values_;
        }
        return request_.mode == Mode::inspect || map(next(), removed_values_);
    }

    // The pages stay mapped for the life of the process.
    static bool map(ipc::Fd const& file, Bytes& bytes) {
        struct stat status {};
        if (!file || ::fstat(file.number(), &status) != 0) return false;
        auto const size_bytes = static_cast<std::size_t>(status.st_size);
        if (size_bytes == 0) return true;
        void* const pages = ::mmap(nullptr, size_bytes, PROT_READ, MAP_PRIVATE, file.number(), 0);
        if (pages == MAP_FAILED) return false;
        bytes = {static_cast<std::uint8_t const*>(pages), size_bytes};
        return true;
    }

    void prepare_last_words() const {
        auto answer = failure(Reason::over_budget, "it took too much time");
        answer.isolation = isolation_;
        last_words.socket = socket_.number();
        last_words.frame = ipc::framed(wire::encode(answer));
        ::signal(SIGXCPU, time_is_up);
    }

    Answer work_within_memory() const {
        try {
            return work();
        } catch (std::bad_alloc const&) {
            return failure(Reason::over_budget, "it needs too much memory");
        }
    }

    Answer work() const {
        // Without its main wall no worker looks at a document.
        if (!isolation_.seccomp) return failure(Reason::no_isolation, "the sandbox cannot be put on");
        // Nor does one that may open files, unless something says which.
        if (!setup_.reach.read_only.empty() && isolation_.landlock_abi == 0)
            return failure(Reason::no_isolation, "fonts cannot be read safely, since the kernel has no Landlock");
        if (request_.options.require_isolation && !isolation_.is_complete())
            return failure(Reason::no_isolation, "a layer of the sandbox is missing");
        switch (request_.mode) {
            case Mode::probe: return {};
            case Mode::scrub: return scrub();
            case Mode::inspect:
            case Mode::verify: return walk_only();
        }
        return {};
    }

    Answer scrub() const {
        FileDrain output(output_.number());
        auto result = engine::run_job(request_, input_, output, setup_.formats, {}, setup_.tools);
        // What was found before a conversion counts for the verification as well.
        if (result.answer.reason != Reason::none && result.answer.needed != wire::Tier::office) return std::move(result.answer);
        FileDrain values(values_.number());
        values.take(result.removed_values.encode());
        for (auto const* const drain : {&output, &values})
            if (!drain->is_good()) return drain->failure_answer();
        return std::move(result.answer);
    }

    Answer walk_only() const {
        NoDrain nothing;
        auto const values = Needles::decode(removed_values_);
        return std::move(engine::run_job(request_, input_, nothing, setup_.formats, values, setup_.tools).answer);
    }

    void answer(Answer answer) const {
        answer.isolation = isolation_;
        auto const frame = ipc::framed(wire::encode(answer));
        if (last_words.is_answering != 0) return;
        last_words.is_answering = 1;
        write_all(socket_.number(), frame);
    }

    Setup const& setup_;
    Sandbox const& sandbox_;
    ipc::Fd socket_;
    Request request_;
    Bytes input_;
    Bytes removed_values_;
    ipc::Fd output_;
    ipc::Fd values_;
    Isolation isolation_;
};

// A worker is not to outlive its zygote, nor the zygote its host. The zygote has one thread only, so that the death
// signal, which is about threads, comes when the zygote ends.
[[noreturn]] void become_worker(Setup const& setup, Sandbox const& sandbox, pid_t zygote, ipc::Fd control, ipc::Fd socket) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() == zygote) {
        control.close();
        Worker(setup, sandbox, std::move(socket)).run();
    }
    ::_exit(0);
}

bool say_hello(int control) {
    auto const hello = wire::Hello::of_this_build();
    std::uint8_t bytes[sizeof hello];
    std::memcpy(bytes, &hello, sizeof hello);
    return ipc::send_all(control, bytes);
}

}  // namespace

int serve(Setup const& setup) {
    ipc::Fd control(ipc::kControl);
    ::syscall(SYS_close_range, ipc::kControl + 1, ~0U, 0U);
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGXFSZ, SIG_IGN);
    ::signal(SIGCHLD, SIG_IGN);  // no zombies: the host watches its workers by itself
    ::prctl(PR_SET_NAME, "scrub-worker");
    Sandbox const sandbox(setup.reach);
    if (!say_hello(control.number())) return 1;

    auto const zygote = ::getpid();
    for (;;) {
        auto order = ipc::receive_exactly(control.number(), 1, 1, kForever);
        if (order.arrival != ipc::Arrival::complete || order.descriptors.empty()) return 0;
        if (::fork() == 0) become_worker(setup, sandbox, zygote, std::move(control), std::move(order.descriptors.front()));
    }
}

}  // namespace scrub::worker
